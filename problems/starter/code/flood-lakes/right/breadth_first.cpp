#include <algorithm>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

int main() {
  std::ios::sync_with_stdio(false);
  int rows, columns;
  std::cin >> rows >> columns;
  std::vector<std::string> map(rows);
  for (auto& row : map) std::cin >> row;

  int lakes = 0, largest = 0;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      if (map[r][c] != '.') continue;
      std::vector<std::pair<int, int>> fields{{r, c}};
      map[r][c] = '#';
      bool sea = false;
      for (size_t next = 0; next < fields.size(); ++next) {
        const auto [y, x] = fields[next];
        sea = sea || y == 0 || x == 0 || y == rows - 1 || x == columns - 1;
        const int dy[] = {1, -1, 0, 0}, dx[] = {0, 0, 1, -1};
        for (int d = 0; d < 4; ++d) {
          const int v = y + dy[d], u = x + dx[d];
          if (v < 0 || u < 0 || v >= rows || u >= columns || map[v][u] != '.') continue;
          map[v][u] = '#';
          fields.push_back({v, u});
        }
      }
      if (sea) continue;
      ++lakes;
      largest = std::max(largest, static_cast<int>(fields.size()));
    }
  std::cout << lakes << ' ' << largest << '\n';
}
