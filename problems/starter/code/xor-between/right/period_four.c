#include <inttypes.h>
#include <stdio.h>

/* The exclusive or of 0 ... n has a period of four in n. */
static uint64_t upTo(uint64_t n) {
  switch (n % 4) {
    case 0: return n;
    case 1: return 1;
    case 2: return n + 1;
    default: return 0;
  }
}

int main(void) {
  int questions;
  if (scanf("%d", &questions) != 1) return 1;
  while (questions-- > 0) {
    uint64_t a, b;
    if (scanf("%" SCNu64 " %" SCNu64, &a, &b) != 2) return 1;
    uint64_t x = upTo(b);
    if (a > 0) x ^= upTo(a - 1);
    int bits = 0;
    for (; x != 0; x &= x - 1) ++bits;
    printf("%d\n", bits);
  }
  return 0;
}
