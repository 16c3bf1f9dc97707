#include "scan/sane/options.h"

#include <algorithm>
#include <cstring>

namespace platen::scan::sane {

namespace {

// Of newer drivers; sane.h hides them behind a macro.
constexpr int warming_up = 12, locked = 13;

double as_number(const SANE_Option_Descriptor& about, SANE_Word word) {
  return about.type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : static_cast<double>(word);
}
bool is_number(const SANE_Option_Descriptor& about) {
  return (about.type == SANE_TYPE_INT || about.type == SANE_TYPE_FIXED) &&
         about.size == static_cast<SANE_Int>(sizeof(SANE_Word));
}

} // namespace

Error error_of(SANE_Status status, const std::string& doing) {
  switch (static_cast<int>(status)) {
  case SANE_STATUS_NO_DOCS:
    return {Errc::not_found, "there is no paper in the feeder"};
  case SANE_STATUS_JAMMED:
    return {Errc::conflict, "paper is jammed in the scanner; take it out, then scan again"};
  case SANE_STATUS_COVER_OPEN:
    return {Errc::conflict, "a cover of the scanner is open; close it, then scan again"};
  case locked:
    return {Errc::conflict, "the scanner is locked for transport; unlock it"};
  case SANE_STATUS_DEVICE_BUSY:
  case warming_up:
    return {Errc::busy, "the scanner is busy; see whether somebody else uses it"};
  case SANE_STATUS_ACCESS_DENIED:
    return {Errc::denied, "the scanner cannot be used: access is denied (" + doing + ")"};
  case SANE_STATUS_CANCELLED:
    return {Errc::cancelled, "cancelled"};
  case SANE_STATUS_INVAL:
    return {Errc::unreachable, "the scanner is not there, or does not take what it was asked (" +
                                   doing + "); see that it is switched on"};
  case SANE_STATUS_UNSUPPORTED:
    return {Errc::unsupported, "the scanner's driver cannot do that (" + doing + ")"};
  case SANE_STATUS_NO_MEM:
    return {Errc::limit, "the scanner's driver has no memory left (" + doing + ")"};
  default:
    return {Errc::io, std::string("the scanner failed (") + doing + ": " +
                          ::sane_strstatus(status) + "); see what it shows, then scan again"};
  }
}

std::optional<Options::Found> Options::find(const char* name, bool to_set) const {
  for (SANE_Int index = 1;; ++index) {
    const SANE_Option_Descriptor* const about = ::sane_get_option_descriptor(handle_, index);
    if (about == nullptr) return std::nullopt;
    if (about->name == nullptr || std::strcmp(about->name, name) != 0) continue;
    if (!SANE_OPTION_IS_ACTIVE(about->cap) || (to_set && !SANE_OPTION_IS_SETTABLE(about->cap)))
      return std::nullopt;
    return Found{index, about};
  }
}

std::vector<std::string> Options::texts(const char* name) const {
  std::vector<std::string> all;
  const auto option = find(name);
  if (!option || option->about->type != SANE_TYPE_STRING ||
      option->about->constraint_type != SANE_CONSTRAINT_STRING_LIST)
    return all;
  for (const SANE_String_Const* text = option->about->constraint.string_list; *text != nullptr;
       ++text)
    all.emplace_back(*text);
  return all;
}

Result<void> Options::control(const Found& option, void* value, const char* name) {
  SANE_Int info = 0;
  const SANE_Status status =
      ::sane_control_option(handle_, option.index, SANE_ACTION_SET_VALUE, value, &info);
  if (status == SANE_STATUS_GOOD) return {};
  return Failure(error_of(status, std::string("setting \"") + name + "\""));
}

Result<void> Options::set(const char* name, const std::string& text) {
  const auto option = find(name);
  if (!option || option->about->type != SANE_TYPE_STRING)
    return fail(Errc::unsupported,
                std::string("the scanner's driver has no option \"") + name + "\"");
  // The driver may write into it, up to the size that it says.
  std::vector<char> value(
      std::max(text.size() + 1, static_cast<std::size_t>(std::max(option->about->size, 0))));
  std::ranges::copy(text, value.begin());
  return control(*option, value.data(), name);
}

std::optional<Options::Numbers> Options::numbers(const char* name) const {
  const auto option = find(name);
  if (!option || !is_number(*option->about)) return std::nullopt;
  const SANE_Option_Descriptor& about = *option->about;
  Numbers numbers;
  numbers.unit = about.unit;
  if (about.constraint_type == SANE_CONSTRAINT_RANGE) {
    numbers.least = as_number(about, about.constraint.range->min);
    numbers.most = as_number(about, about.constraint.range->max);
    return numbers;
  }
  if (about.constraint_type != SANE_CONSTRAINT_WORD_LIST) return std::nullopt;
  for (SANE_Word i = 1; i <= about.constraint.word_list[0]; ++i)
    numbers.list.push_back(as_number(about, about.constraint.word_list[i]));
  if (numbers.list.empty()) return std::nullopt;
  std::ranges::sort(numbers.list);
  numbers.least = numbers.list.front();
  numbers.most = numbers.list.back();
  return numbers;
}

Result<void> Options::set(const char* name, double number) {
  const auto option = find(name);
  if (!option || !is_number(*option->about))
    return fail(Errc::unsupported,
                std::string("the scanner's driver has no option \"") + name + "\"");
  if (const auto legal = numbers(name)) {
    number = std::clamp(number, legal->least, legal->most);
    if (!legal->list.empty())
      number = *std::ranges::min_element(legal->list, {}, [number](double one) {
        return one < number ? number - one : one - number;
      });
  }
  constexpr double most_fixed = 32'767;
  SANE_Word word =
      option->about->type == SANE_TYPE_FIXED
          ? SANE_FIX(std::clamp(number, -most_fixed, most_fixed))
          : static_cast<SANE_Word>(std::clamp(number, -1e9, 1e9) + (number < 0 ? -0.5 : 0.5));
  return control(*option, &word, name);
}

std::optional<double> Options::value(const char* name) const {
  const auto option = find(name, false);
  SANE_Word word = 0;
  if (!option || !is_number(*option->about) ||
      ::sane_control_option(handle_, option->index, SANE_ACTION_GET_VALUE, &word, nullptr) !=
          SANE_STATUS_GOOD)
    return std::nullopt;
  return as_number(*option->about, word);
}

std::optional<bool> Options::flag(const char* name) const {
  const auto option = find(name, false);
  SANE_Word word = 0;
  if (!option || option->about->type != SANE_TYPE_BOOL ||
      ::sane_control_option(handle_, option->index, SANE_ACTION_GET_VALUE, &word, nullptr) !=
          SANE_STATUS_GOOD)
    return std::nullopt;
  return word != SANE_FALSE;
}

Result<void> Options::set_flag(const char* name, bool on) {
  const auto option = find(name);
  if (!option || option->about->type != SANE_TYPE_BOOL)
    return fail(Errc::unsupported,
                std::string("the scanner's driver has no option \"") + name + "\"");
  SANE_Word word = on ? SANE_TRUE : SANE_FALSE;
  return control(*option, &word, name);
}

} // namespace platen::scan::sane
