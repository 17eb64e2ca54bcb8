#include <stdio.h>

int main(void) {
  int questions
  scanf("%d", &questions);
  printf("%d\n", questions);
  return 0;
}
