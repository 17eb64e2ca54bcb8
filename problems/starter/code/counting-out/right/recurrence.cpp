#include <iostream>

int main() {
  int games;
  std::cin >> games;
  while (games-- > 0) {
    long long n, k, place = 0;
    std::cin >> n >> k;
    for (long long size = 2; size <= n; ++size) place = (place + k) % size;
    std::cout << place + 1 << '\n';
  }
}
