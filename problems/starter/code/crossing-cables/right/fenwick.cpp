#include <cstdio>
#include <vector>

int main() {
  long long n, s, a, c, m;
  if (std::scanf("%lld %lld %lld %lld %lld", &n, &s, &a, &c, &m) != 5) return 1;
  std::vector<int> tree(m + 1, 0);
  long long crossings = 0, p = s;
  for (long long laid = 0; laid < n; ++laid) {
    long long notHigher = 0;
    for (long long i = p + 1; i > 0; i -= i & -i) notHigher += tree[i];
    crossings += laid - notHigher;
    for (long long i = p + 1; i <= m; i += i & -i) ++tree[i];
    p = (a * p + c) % m;
  }
  std::printf("%lld\n", crossings);
}
