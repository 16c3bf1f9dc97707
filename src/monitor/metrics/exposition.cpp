#include "monitor/metrics/exposition.h"

#include "base/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace platen::monitor {

namespace {

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 64> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), written.ptr};
}

// Without an exponent: the same bound has the same label everywhere.
std::string plain_number(double value) {
  std::array<char, 64> text{};
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), written.ptr};
}

// Both formats: backslash, quote and newline. Names of printers are a client's: what is no UTF-8
// would spoil the whole answer.
std::string escaped(std::string_view value) {
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t length = utf8_character(value.substr(at));
    const std::string_view one = value.substr(at, std::max<std::size_t>(length, 1));
    at += one.size();
    if (length == 0)
      out += '?';
    else if (one == "\\" || one == "\"")
      out.append("\\").append(one);
    else if (one == "\n")
      out += "\\n";
    else
      out += is_utf8_control(one) ? std::string_view(" ") : one;
  }
  return out;
}

std::string_view word(Exposition::Type type) {
  switch (type) {
  case Exposition::Type::counter:
    return "counter";
  case Exposition::Type::gauge:
    return "gauge";
  case Exposition::Type::histogram:
    return "histogram";
  }
  return "untyped";
}

} // namespace

void Histogram::observe(double seconds) {
  const auto at = std::ranges::lower_bound(bounds_, seconds) - bounds_.begin();
  ++counts_[static_cast<std::size_t>(at)];
  sum_ += std::max(seconds, 0.0);
}

void Exposition::family(std::string_view name, Type type, std::string_view help) {
  name_ = name;
  type_ = type;
  // OpenMetrics names the family of a counter without the ending of its samples.
  const bool ending = type == Type::counter && form_ == Form::prometheus;
  const std::string title = name_ + (ending ? "_total" : "");
  text_ += "# HELP " + title + " " + std::string(help) + "\n# TYPE " + title + " " +
           std::string(word(type)) + "\n";
}

void Exposition::line(std::string_view suffix, const Labels& labels, double value) {
  text_ += name_;
  text_ += suffix;
  if (!labels.empty()) {
    text_ += '{';
    bool first = true;
    for (const auto& [label, text] : labels) {
      if (!first) text_ += ',';
      first = false;
      text_.append(label).append("=\"").append(escaped(text)).append("\"");
    }
    text_ += '}';
  }
  text_ += ' ' + number(value) + '\n';
}

void Exposition::sample(const Labels& labels, double value) {
  line(type_ == Type::counter ? "_total" : "", labels, value);
}

void Exposition::histogram(const Labels& labels, const Histogram& histogram) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
    sum += histogram.counts()[i];
    Labels within = labels;
    const bool bounded = i < histogram.bounds().size();
    // OpenMetrics wants bounds as numbers with a point.
    std::string bound = bounded ? plain_number(histogram.bounds()[i]) : "+Inf";
    if (bounded && bound.find('.') == std::string::npos) bound += ".0";
    within.emplace_back("le", std::move(bound));
    line("_bucket", within, static_cast<double>(sum));
  }
  line("_sum", labels, histogram.sum());
  line("_count", labels, static_cast<double>(sum));
}

std::string Exposition::finish() {
  if (form_ == Form::openmetrics) text_ += "# EOF\n";
  return std::move(text_);
}

std::string_view Exposition::content_type(Form form) {
  return form == Form::openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                   : "text/plain; version=0.0.4; charset=utf-8";
}

Exposition::Form Exposition::wanted(std::string_view accept) {
  return accept.find("application/openmetrics-text") != std::string_view::npos ? Form::openmetrics
                                                                               : Form::prometheus;
}

} // namespace platen::monitor
