#include "client/job_options.h"

#include "client/option_values.h"
#include "client/override_option.h"
#include "client/request.h"
#include "model/nearest.h"

#include <algorithm>
#include <array>

#include <cups/cups.h>

namespace platen::client {

namespace {

using platen::ipp::Message;

enum class Form : std::uint8_t {
  keyword,
  name,
  number,
  enumerated,
  boolean,
  resolution,
  ranges,
  collection,
  overrides,
  media,
  hold_until,
  moment,
  secret
};

// Attributes whose "-supported" has another syntax than they have (RFC 8011, PWG 5100.11, 5100.3).
struct Special {
  std::string_view name;
  Form form;
};
constexpr std::array<Special, 15> specials{{{"page-ranges", Form::ranges},
                                            {"media", Form::media},
                                            {"media-col", Form::collection},
                                            {"finishings-col", Form::collection},
                                            {"media-overprint", Form::collection},
                                            {"overrides", Form::overrides},
                                            {"job-hold-until", Form::hold_until},
                                            {"job-hold-until-time", Form::moment},
                                            {"job-retain-until-time", Form::moment},
                                            {"job-account-id", Form::name},
                                            {"job-accounting-user-id", Form::name},
                                            {"job-priority", Form::number},
                                            {"job-password", Form::secret},
                                            {"job-pages-per-set", Form::number},
                                            {"copies", Form::number}}};

Form form_of(const std::string& name, ipp_attribute_t* supported) {
  for (const Special& special : specials)
    if (special.name == name) return special.form;
  switch (ippGetValueTag(supported)) {
  case IPP_TAG_ENUM:
    return Form::enumerated;
  case IPP_TAG_BOOLEAN:
    return Form::boolean;
  case IPP_TAG_INTEGER:
  case IPP_TAG_RANGE:
    return Form::number;
  case IPP_TAG_RESOLUTION:
    return Form::resolution;
  case IPP_TAG_NAME:
  case IPP_TAG_NAMELANG:
    return Form::name;
  case IPP_TAG_BEGIN_COLLECTION:
    return Form::collection;
  default:
    return Form::keyword;
  }
}

bool is_option(ipp_t* printer, const std::string& name) {
  return ippFindAttribute(printer, (name + "-supported").c_str(), IPP_TAG_ZERO) != nullptr;
}

// A vendor's option may be given without its prefix: "toner-save" for "canon-toner-save".
std::string full_name(ipp_t* printer, const std::string& name) {
  if (is_option(printer, name)) return name;
  for (const std::string& known : values_of(printer, "job-creation-attributes-supported"))
    if (const std::size_t dash = known.find('-');
        dash != std::string::npos && known.substr(dash + 1) == name)
      return known;
  return name;
}

// With and without the prefix of a vendor.
std::vector<std::string> option_names(ipp_t* printer) {
  std::vector<std::string> names = values_of(printer, "job-creation-attributes-supported");
  std::erase_if(names, [&](const std::string& name) { return !is_option(printer, name); });
  const std::size_t count = names.size();
  for (std::size_t i = 0; i < count; ++i)
    if (const std::size_t dash = names[i].find('-'); dash != std::string::npos)
      names.push_back(names[i].substr(dash + 1));
  return names;
}

Failure no_such_option(ipp_t* printer, const std::string& name) {
  if (name == "job-name")
    return fail(
        Errc::unsupported,
        "a job gets its name by --title (\"title\" of the REST interface), not by job-name");
  const std::string meant = model::did_you_mean(name, option_names(printer));
  return fail(Errc::unsupported,
              "the printer has no option " + name +
                  (meant.empty() ? "; \"platen options -d NAME\" lists those that it has" : meant));
}

// One option on its way into a request.
class Option {
public:
  Option(Message& request, const Message& printer, std::string name, const std::string& value,
         std::time_t now)
      : request_(request.get()), printer_(printer.get()), name_(std::move(name)), value_(value),
        now_(now),
        supported_(ippFindAttribute(printer.get(), (name_ + "-supported").c_str(), IPP_TAG_ZERO)) {}

  Result<void> add() {
    if (supported_ == nullptr) return no_such_option(printer_, name_);
    switch (form_of(name_, supported_)) {
    case Form::media:
      return add_media();
    case Form::keyword:
      return add_keyword(value_);
    case Form::name:
      add_text(IPP_TAG_NAME, value_);
      return {};
    case Form::number:
      return add_number();
    case Form::enumerated:
      return add_enums();
    case Form::boolean:
      return add_boolean();
    case Form::resolution:
      return add_resolution();
    case Form::ranges:
      return add_pages();
    case Form::collection:
      return add_collection();
    case Form::overrides:
      return add_overrides(request_, printer_, value_);
    case Form::hold_until:
      return add_hold_until();
    case Form::moment:
      return add_moment();
    case Form::secret:
      ippAddOctetString(request_, IPP_TAG_OPERATION, name_.c_str(), value_.data(),
                        static_cast<int>(value_.size()));
      ippAddString(request_, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "job-password-encryption", nullptr,
                   "none");
      return {};
    }
    return {};
  }

private:
  Failure wrong_form(const std::string& right) const {
    return fail(Errc::invalid, name_ + "=" + value_ + ": use " + right);
  }

  // A part of the model's that this unit is without.
  bool lacks_part() const {
    const auto missing = values_of(printer_, "platen-not-fitted");
    return name_.ends_with("-source") &&
           std::find(missing.begin(), missing.end(), value_) != missing.end();
  }

  // Lists what would have been right.
  Failure not_offered() const {
    std::string legal;
    for (const std::string& one : values_of(printer_, (name_ + "-supported").c_str()))
      legal += (legal.empty() ? "" : ", ") + one;
    if (lacks_part())
      return fail(Errc::unsupported, name_ + "=" + value_ + ": " + value_ +
                                         " is not fitted on this printer; choose one of " + legal);
    return fail(Errc::unsupported,
                name_ + "=" + value_ + " is not supported; the printer takes " + legal);
  }

  void add_text(ipp_tag_t tag, const std::string& text) {
    ippAddString(request_, IPP_TAG_JOB, tag, name_.c_str(), nullptr, text.c_str());
  }

  Result<void> add_keyword(const std::string& word) {
    if (ippContainsString(supported_, word.c_str()) == 0) return not_offered();
    add_text(IPP_TAG_KEYWORD, word);
    return {};
  }

  // What a printer lists beside its sizes are the bounds of custom ones, where it takes any.
  bool takes_custom_sizes() const {
    const auto listed = values_of(printer_, "media-supported");
    return std::ranges::any_of(listed, [](const std::string& one) {
      return one.starts_with("custom_min") || one.starts_with("custom_max");
    });
  }

  Result<void> add_media() {
    const std::string media = media_name(value_, printer_);
    if (media.starts_with("custom_") && takes_custom_sizes() &&
        ippContainsString(supported_, media.c_str()) == 0) {
      add_text(IPP_TAG_KEYWORD, media);
      return {};
    }
    return add_keyword(media);
  }

  Result<void> add_number() {
    const auto number = parse_integer(value_);
    if (!number) return wrong_form("a whole number");
    // job-priority-supported is a number of levels, not a list.
    if (name_ != "job-priority" && ippContainsInteger(supported_, *number) == 0)
      return not_offered();
    if (name_ == "job-priority" && (*number < 1 || *number > 100))
      return wrong_form("a number from 1 to 100");
    ippAddInteger(request_, IPP_TAG_JOB, IPP_TAG_INTEGER, name_.c_str(), *number);
    return {};
  }

  // By number or by name: "5", "high"; several with commas.
  Result<void> add_enums() {
    std::vector<int> numbers;
    for (const std::string& word : split(value_)) {
      const auto number = parse_integer(word);
      const int value = number ? *number : ippEnumValue(name_.c_str(), word.c_str());
      if (ippContainsInteger(supported_, value) == 0) return not_offered();
      numbers.push_back(value);
    }
    ippAddIntegers(request_, IPP_TAG_JOB, IPP_TAG_ENUM, name_.c_str(),
                   static_cast<int>(numbers.size()), numbers.data());
    return {};
  }

  Result<void> add_boolean() {
    const auto chosen = parse_boolean(value_);
    if (!chosen) return wrong_form("true or false");
    ippAddBoolean(request_, IPP_TAG_JOB, name_.c_str(), *chosen ? 1 : 0);
    return {};
  }

  Result<void> add_resolution() {
    const auto dpi = parse_dpi(value_);
    if (!dpi) return wrong_form("a resolution like 600dpi");
    const auto listed = values_of(printer_, (name_ + "-supported").c_str());
    const auto [x, y] = *dpi;
    const std::string text =
        (x == y ? std::to_string(x) : std::to_string(x) + "x" + std::to_string(y)) + "dpi";
    if (std::ranges::find(listed, text) == listed.end()) return not_offered();
    ippAddResolution(request_, IPP_TAG_JOB, name_.c_str(), IPP_RES_PER_INCH, x, y);
    return {};
  }

  Result<void> add_pages() {
    if (add_ranges(request_, IPP_TAG_JOB, name_, value_)) return {};
    return wrong_form("pages like 1-3,5, in ascending order");
  }

  Result<void> add_collection() {
    const bool braces = value_.starts_with('{') && value_.ends_with('}');
    if (!braces ||
        cupsEncodeOption(request_, IPP_TAG_JOB, name_.c_str(), value_.c_str()) == nullptr)
      return wrong_form("{member=value ...}");
    return {};
  }

  Result<void> add_hold_until() {
    if (value_.find(':') == std::string::npos) return add_keyword(value_);
    // Servers read a time of day as UTC.
    const auto utc = utc_time_of_day(value_, now_);
    if (!utc) return wrong_form("a keyword or HH:MM");
    add_text(IPP_TAG_NAME, *utc);
    return {};
  }

  Result<void> add_moment() {
    const auto moment = parse_moment(value_);
    if (!moment) return wrong_form("YYYY-MM-DDTHH:MM");
    ippAddDate(request_, IPP_TAG_JOB, name_.c_str(), ippTimeToDate(*moment));
    return {};
  }

  ipp_t* request_;
  ipp_t* printer_;
  const std::string name_;
  const std::string& value_;
  std::time_t now_;
  ipp_attribute_t* supported_;
};

} // namespace

Result<void> add_option(Message& request, const Message& printer, const std::string& name,
                        const std::string& value, std::time_t now) {
  return Option(request, printer, full_name(printer.get(), name), value, now).add();
}

} // namespace platen::client
