#include <algorithm>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

int main() {
  int rows, columns, lakes = 0, largest = 0;
  std::cin >> rows >> columns;
  std::vector<std::string> map(rows);
  for (auto& row : map) std::cin >> row;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      if (map[r][c] != '.') continue;
      std::vector<std::pair<int, int>> todo{{r, c}};
      map[r][c] = '#';
      bool sea = false;
      int size = 0;
      while (!todo.empty()) {
        auto [y, x] = todo.back();
        todo.pop_back();
        ++size;
        sea |= y == 0 || x == 0 || y == rows - 1 || x == columns - 1;
        for (int v = std::max(0, y - 1); v <= std::min(rows - 1, y + 1); ++v)
          for (int u = std::max(0, x - 1); u <= std::min(columns - 1, x + 1); ++u)
            if (map[v][u] == '.') {
              map[v][u] = '#';
              todo.push_back({v, u});
            }
      }
      if (!sea) {
        ++lakes;
        largest = std::max(largest, size);
      }
    }
  std::cout << lakes << " " << largest << std::endl;
}
