#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <utility>
#include <vector>

using Point = std::pair<long long, long long>;

int main() {
  int n;
  if (std::scanf("%d", &n) != 1) return 1;
  std::vector<Point> points(n);
  for (Point& point : points)
    if (std::scanf("%lld %lld", &point.first, &point.second) != 2) return 1;
  std::sort(points.begin(), points.end());
  double length = 0;
  size_t corners = 0;
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<Point> side;
    for (const Point& c : points) {
      while (side.size() > 1) {
        const Point a = side[side.size() - 2], b = side.back();
        if ((b.first - a.first) * (c.second - a.second) >
            (b.second - a.second) * (c.first - a.first))
          break;
        side.pop_back();
      }
      side.push_back(c);
    }
    corners += side.size() - 1;
    for (size_t i = 1; i < side.size(); ++i)
      length += std::hypot(double(side[i].first - side[i - 1].first),
                           double(side[i].second - side[i - 1].second));
    std::reverse(points.begin(), points.end());
  }
  if (corners < 3) throw std::runtime_error("a hull needs three corners");
  std::printf("%.9f\n", length);
}
