#include <algorithm>
#include <iostream>
#include <vector>

using Heights = std::vector<long long>;

long long sortAndCount(Heights& p, Heights& spare, size_t from, size_t to) {
  if (to - from < 2) return 0;
  const size_t middle = (from + to) / 2;
  long long count = sortAndCount(p, spare, from, middle) + sortAndCount(p, spare, middle, to);
  size_t left = from, right = middle;
  for (size_t k = from; k < to; ++k) {
    if (right == to || (left < middle && p[left] <= p[right])) {
      spare[k] = p[left++];
    } else {
      count += static_cast<long long>(middle - left);
      spare[k] = p[right++];
    }
  }
  std::copy(spare.begin() + from, spare.begin() + to, p.begin() + from);
  return count;
}

int main() {
  long long n, s, a, c, m;
  std::cin >> n >> s >> a >> c >> m;
  Heights p(n), spare(n);
  for (auto& height : p) {
    height = s;
    s = (a * s + c) % m;
  }
  std::cout << sortAndCount(p, spare, 0, p.size()) << '\n';
}
