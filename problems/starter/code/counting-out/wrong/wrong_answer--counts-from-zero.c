#include <stdio.h>

int main(void) {
  int games;
  if (scanf("%d", &games) != 1) return 1;
  for (; games > 0; --games) {
    long n, k, place = 0;
    if (scanf("%ld %ld", &n, &k) != 2) return 1;
    for (long size = 2; size <= n; ++size) place = (place + k) % size;
    printf("%ld\n", place);
  }
  return 0;
}
