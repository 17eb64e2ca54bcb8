#include <stdio.h>

static unsigned long long upTo(unsigned long long n) {
  unsigned long long table[4] = {n, 1, n + 1, 0};
  return table[n % 4];
}

int main(void) {
  int questions;
  unsigned long long a, b;
  if (scanf("%d", &questions) != 1) return 1;
  while (questions-- > 0 && scanf("%llu %llu", &a, &b) == 2) {
    unsigned x = (unsigned)(upTo(b) ^ (a ? upTo(a - 1) : 0));
    printf("%d\n", __builtin_popcount(x));
  }
  return 0;
}
