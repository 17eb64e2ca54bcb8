#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

using Point = std::pair<int, int>;

int turn(const Point& a, const Point& b, const Point& c) {
  unsigned first = unsigned(b.first - a.first) * unsigned(c.second - a.second);
  unsigned second = unsigned(b.second - a.second) * unsigned(c.first - a.first);
  return int(first - second);
}

int main() {
  int n;
  if (std::scanf("%d", &n) != 1) return 1;
  std::vector<Point> points(n);
  for (Point& point : points)
    if (std::scanf("%d %d", &point.first, &point.second) != 2) return 1;
  std::sort(points.begin(), points.end());
  double length = 0;
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<Point> side;
    for (const Point& p : points) {
      while (side.size() > 1 && turn(side[side.size() - 2], side.back(), p) <= 0) side.pop_back();
      side.push_back(p);
    }
    for (size_t i = 1; i < side.size(); ++i)
      length += std::hypot(side[i].first - side[i - 1].first, side[i].second - side[i - 1].second);
    std::reverse(points.begin(), points.end());
  }
  std::printf("%.9f\n", length);
}
