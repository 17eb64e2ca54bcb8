#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <vector>

struct P {
  long long x, y;
};

long long turn(P a, P b, P c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

int main() {
  int n;
  std::cin >> n;
  std::vector<P> p(n);
  for (auto& q : p) std::cin >> q.x >> q.y;
  std::sort(p.begin(), p.end(), [](P a, P b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  double length = 0;
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<P> h;
    for (P q : p) {
      while (h.size() > 1 && turn(h[h.size() - 2], h.back(), q) <= 0) h.pop_back();
      h.push_back(q);
    }
    for (size_t i = 1; i < h.size(); ++i)
      length += std::hypot(double(h[i].x - h[i - 1].x), double(h[i].y - h[i - 1].y));
    std::reverse(p.begin(), p.end());
  }
  std::cout << std::fixed << std::setprecision(2) << length << "\n";
}
