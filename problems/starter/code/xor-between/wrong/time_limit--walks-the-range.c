#include <stdio.h>

int main(void) {
  int questions;
  long long a, b;
  if (scanf("%d", &questions) != 1) return 1;
  while (questions-- > 0 && scanf("%lld %lld", &a, &b) == 2) {
    volatile long long x = 0;
    for (long long i = a; i <= b; ++i) x ^= i;
    printf("%d\n", __builtin_popcountll((unsigned long long)x));
  }
  return 0;
}
