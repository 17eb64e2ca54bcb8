#include <iostream>
#include <vector>

int main() {
  long long n, s, a, c, m;
  std::cin >> n >> s >> a >> c >> m;
  std::vector<long long> p(n);
  for (auto& height : p) {
    height = s;
    s = (a * s + c) % m;
  }
  long long crossings = 0;
  for (long long j = 0; j < n; ++j)
    for (long long i = 0; i < j; ++i)
      if (p[i] > p[j]) ++crossings;
  std::cout << crossings << '\n';
}
