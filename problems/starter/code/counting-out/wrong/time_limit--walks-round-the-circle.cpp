#include <iostream>
#include <vector>

int main() {
  int games;
  std::cin >> games;
  while (games-- > 0) {
    long long n, k;
    std::cin >> n >> k;
    std::vector<int> next(n);
    for (int i = 0; i < n; ++i) next[i] = (i + 1) % n;
    int before = n - 1;
    for (long long left = n; left > 1; --left) {
      for (long long step = 1; step < k; ++step) before = next[before];
      next[before] = next[next[before]];
    }
    std::cout << before + 1 << '\n';
  }
}
