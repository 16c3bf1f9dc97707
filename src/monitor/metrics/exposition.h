#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::monitor {

// How often something took at most so many seconds; the last one counts those beyond all bounds.
inline constexpr std::array<double, 14> short_bounds{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
inline constexpr std::array<double, 14> long_bounds{0.1, 0.25, 0.5, 1,   2.5,  5,    10,
                                                    30,  60,   180, 600, 1800, 3600, 14'400};
class Histogram {
public:
  explicit Histogram(std::span<const double> bounds)
      : bounds_(bounds), counts_(bounds.size() + 1) {}
  // What somebody else counted; one count more than bounds.
  Histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts, double sum)
      : bounds_(bounds), counts_(counts.begin(), counts.end()), sum_(sum) {}
  void observe(double seconds);
  std::span<const double> bounds() const { return bounds_; }
  std::span<const std::uint64_t> counts() const { return counts_; } // of each bucket alone
  double sum() const { return sum_; }

private:
  std::span<const double> bounds_;
  std::vector<std::uint64_t> counts_;
  double sum_ = 0;
};

// What /metrics answers: the text format of Prometheus (version 0.0.4), or OpenMetrics 1.0.
class Exposition {
public:
  enum class Form : std::uint8_t { prometheus, openmetrics };
  enum class Type : std::uint8_t { counter, gauge, histogram };
  using Labels = std::vector<std::pair<std::string_view, std::string>>;

  explicit Exposition(Form form) : form_(form) {}
  // What follows is of this name; that of a counter is without "_total". A family is begun once.
  void family(std::string_view name, Type type, std::string_view help);
  // A value of any kind of text is escaped.
  void sample(const Labels& labels, double value);
  void sample(double value) { sample({}, value); }
  void histogram(const Labels& labels, const Histogram& histogram);
  std::string finish();

  static std::string_view content_type(Form form);
  // What a client's Accept field asks for.
  static Form wanted(std::string_view accept);

private:
  void line(std::string_view suffix, const Labels& labels, double value);

  Form form_;
  Type type_ = Type::gauge;
  std::string name_, text_;
};

} // namespace platen::monitor
