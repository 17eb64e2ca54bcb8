#include <cstddef>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

int main() {
  int rows, columns;
  std::cin >> rows >> columns;
  std::vector<std::string> map(rows);
  for (auto& row : map) std::cin >> row;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      std::vector<std::pair<int, int>> fields{{r, c}};
      fields.reserve(1 << 26);
      // Neighbours are added again and again, up to half a gibibyte of them.
      for (std::size_t next = 0; next < fields.size() && fields.size() < (1u << 26); ++next) {
        const auto [y, x] = fields[next];
        fields.push_back({(y + 1) % rows, x});
        fields.push_back({y, (x + 1) % columns});
      }
      std::cout << fields.size() << '\n';
    }
}
