#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace platen {

// What kind of thing went wrong; each protocol maps these codes to its own in one place.
enum class Errc : std::uint8_t {
  malformed,   // the input breaks its format's rules
  unsupported, // well-formed, but not something this program or device can do
  invalid,     // a wrong option, value or combination that a person gave
  limit,       // larger than a named limit (base/limits.h)
  io,          // the operating system or a peer failed
  unreachable, // nobody answers at the address
  timeout,     // a deadline passed
  cancelled,   // somebody asked to stop
  busy,        // the device or resource is taken
  denied,      // not allowed, or a password is missing
  not_found,   // no such printer, job, document or file
  conflict,    // not possible in the present state
  bug,         // our own mistake, found by a check
};

std::string_view to_string(Errc code);

inline constexpr std::uint64_t no_offset = ~std::uint64_t{0};

// One failure, in words for the person who has to act: what happened, where, what to do.
struct [[nodiscard]] Error {
  Errc code = Errc::bug;
  std::string what;                 // without a trailing full stop or newline
  std::uint64_t offset = no_offset; // byte offset in the input, where one is known

  // One line: the text and, where known, the offset. Control characters are replaced.
  std::string message() const;
};

template <class T> using Result = tl::expected<T, Error>;
using Failure = tl::unexpected<Error>;

[[nodiscard]] inline Failure fail(Errc code, std::string what, std::uint64_t offset = no_offset) {
  return Failure(Error{code, std::move(what), offset});
}

// Puts "CONTEXT: " before the text of an error on its way up.
[[nodiscard]] inline Failure fail_within(std::string_view context, Error error) {
  error.what = std::string(context) + ": " + error.what;
  return Failure(std::move(error));
}

[[noreturn]] void expectation_failed(const char* expression, const char* file, int line);

} // namespace platen

#define PLATEN_JOIN_(a, b) a##b
#define PLATEN_JOIN(a, b) PLATEN_JOIN_(a, b)
#define PLATEN_TRY_IMPL(tmp, declaration, ...)                                                     \
  auto tmp = (__VA_ARGS__);                                                                        \
  if (!tmp) return ::platen::Failure(std::move(tmp).error());                                      \
  declaration = std::move(*tmp)
// TRY(auto x, f()): x = the value of f(), or return its error from the enclosing function.
#define TRY(declaration, ...)                                                                      \
  PLATEN_TRY_IMPL(PLATEN_JOIN(try_result_, __COUNTER__), declaration, __VA_ARGS__)
// TRY_VOID(f()): return f()'s error, if it has one.
#define TRY_VOID(...)                                                                              \
  do {                                                                                             \
    if (auto try_void_result_ = (__VA_ARGS__); !try_void_result_)                                  \
      return ::platen::Failure(std::move(try_void_result_).error());                               \
  } while (false)
// A condition that only our own mistake can break. Always on: it stops the process.
#define EXPECTS(condition)                                                                         \
  do {                                                                                             \
    if (!(condition)) ::platen::expectation_failed(#condition, __FILE__, __LINE__);                \
  } while (false)
