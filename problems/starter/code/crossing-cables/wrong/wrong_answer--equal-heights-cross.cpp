#include <cstdio>
#include <vector>

int main() {
  long long n, s, a, c, m;
  if (std::scanf("%lld %lld %lld %lld %lld", &n, &s, &a, &c, &m) != 5) return 1;
  std::vector<int> tree(m + 2, 0);
  long long crossings = 0, p = s;
  for (long long laid = 0; laid < n; ++laid) {
    long long lower = 0;
    for (long long i = p; i > 0; i -= i & -i) lower += tree[i];
    crossings += laid - lower;
    for (long long i = p + 1; i <= m; i += i & -i) ++tree[i];
    p = (a * p + c) % m;
  }
  std::printf("%lld\n", crossings);
}
