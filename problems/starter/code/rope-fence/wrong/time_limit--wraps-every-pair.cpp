#include <cmath>
#include <cstdio>
#include <vector>

// An edge belongs to the hull if no point lies to its right: n^3 steps.
int main() {
  int n;
  if (std::scanf("%d", &n) != 1) return 1;
  std::vector<long long> x(n), y(n);
  for (int i = 0; i < n; ++i)
    if (std::scanf("%lld %lld", &x[i], &y[i]) != 2) return 1;
  double length = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      if (x[i] == x[j] && y[i] == y[j]) continue;
      bool edge = true;
      for (int k = 0; k < n; ++k) {
        long long t = (x[j] - x[i]) * (y[k] - y[i]) - (y[j] - y[i]) * (x[k] - x[i]);
        long long along = (x[k] - x[i]) * (x[j] - x[i]) + (y[k] - y[i]) * (y[j] - y[i]);
        long long whole = (x[j] - x[i]) * (x[j] - x[i]) + (y[j] - y[i]) * (y[j] - y[i]);
        edge = edge && (t > 0 || (t == 0 && along >= 0 && along <= whole));
      }
      if (edge) length += std::hypot(double(x[j] - x[i]), double(y[j] - y[i]));
    }
  std::printf("%.9f\n", length);
}
