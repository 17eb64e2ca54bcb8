#include <algorithm>
#include <iostream>

int main() {
  long long n, x, y, left = 1e18, right = -1e18, top = -1e18, bottom = 1e18;
  std::cin >> n;
  while (n-- > 0 && std::cin >> x >> y) {
    left = std::min(left, x);
    right = std::max(right, x);
    bottom = std::min(bottom, y);
    top = std::max(top, y);
  }
  std::cout << 2 * (right - left + top - bottom) << ".0\n";
}
