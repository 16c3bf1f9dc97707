#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace platen::twin::pclxl {

// A fault of a PCL XL stream: what the error report names, and what it means.
struct Fault {
  std::string name; // "IllegalTag", ...; "" = the stream, the tray or the link failed, see error
  Error error;
};
template<class T> using Xl = tl::expected<T, Fault>;

inline tl::unexpected<Fault> xl_fault(std::string_view name, std::string what,
                                      std::uint64_t offset = no_offset) {
  return tl::unexpected(Fault{std::string(name), Error{Errc::malformed, std::move(what), offset}});
}
inline tl::unexpected<Fault> xl_broken(Error error) {
  return tl::unexpected(Fault{{}, std::move(error)});
}

} // namespace platen::twin::pclxl

// As TRY and TRY_VOID: for a Xl<T>, and for a Result<T> inside a function that returns Xl.
#define XL_TRY(declaration, ...)                                                                   \
  XL_TRY_IMPL(PLATEN_JOIN(xl_result_, __COUNTER__), declaration, __VA_ARGS__)
#define XL_TRY_IMPL(tmp, declaration, ...)                                                         \
  auto tmp = (__VA_ARGS__);                                                                        \
  if (!tmp) return ::platen::twin::pclxl::passed_on(std::move(tmp).error());                       \
  declaration = std::move(*tmp)
#define XL_TRY_VOID(...)                                                                           \
  do {                                                                                             \
    if (auto xl_void_ = (__VA_ARGS__); !xl_void_)                                                  \
      return ::platen::twin::pclxl::passed_on(std::move(xl_void_).error());                        \
  } while (false)

namespace platen::twin::pclxl {
inline tl::unexpected<Fault> passed_on(Fault fault) {
  return tl::unexpected(std::move(fault));
}
inline tl::unexpected<Fault> passed_on(Error error) {
  return xl_broken(std::move(error));
}
} // namespace platen::twin::pclxl
