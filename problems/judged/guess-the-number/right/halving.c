#include <stdio.h>
int main(void) {
  int low = 1, high = 1000;
  char word[16];
  do {
    int middle = (low + high) / 2;
    printf("%d\n", middle);
    fflush(stdout);
    if (scanf("%15s", word) != 1) return 1;
    if (word[0] == 'h') low = middle + 1;
    if (word[0] == 'l') high = middle - 1;
  } while (word[0] != 'r');
  return 0;
}
