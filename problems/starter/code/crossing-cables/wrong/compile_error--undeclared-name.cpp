#include <iostream>

int main() {
  long long n, s, a, c, m;
  std::cin >> n >> s >> a >> c >> m;
  std::cout << count_crossings(n, s, a, c, m) << std::endl;
  return 0;
}
