#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

using Point = std::pair<long long, long long>;

long long turn(const Point& a, const Point& b, const Point& c) {
  return (b.first - a.first) * (c.second - a.second) -
         (b.second - a.second) * (c.first - a.first);
}

// One side of the hull of sorted points; its length is that of its edges.
double sideLength(const std::vector<Point>& points) {
  std::vector<Point> side;
  for (const Point& point : points) {
    while (side.size() > 1 && turn(side[side.size() - 2], side.back(), point) <= 0) side.pop_back();
    side.push_back(point);
  }
  double length = 0;
  for (size_t i = 1; i < side.size(); ++i)
    length += std::hypot(static_cast<double>(side[i].first - side[i - 1].first),
                         static_cast<double>(side[i].second - side[i - 1].second));
  return length;
}

int main() {
  int n;
  if (std::scanf("%d", &n) != 1) return 1;
  std::vector<Point> points(n);
  for (Point& point : points)
    if (std::scanf("%lld %lld", &point.first, &point.second) != 2) return 1;
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  const double lower = sideLength(points);
  std::reverse(points.begin(), points.end());
  std::printf("%.9f\n", lower + sideLength(points));
}
