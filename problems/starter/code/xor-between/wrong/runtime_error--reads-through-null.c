#include <stdio.h>
#include <stdlib.h>

int main(void) {
  int questions;
  unsigned long long *ends = NULL;
  if (scanf("%d", &questions) != 1) return 1;
  for (int i = 0; i < 2 * questions; ++i) {
    volatile unsigned long long *place = ends + i;
    *place = 0;
  }
  free(ends);
  return 0;
}
