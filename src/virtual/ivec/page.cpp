#include "virtual/ivec/page.h"

namespace platen::twin::ivec {

tl::unexpected<Fault> page_fault(std::string_view detail, std::string what, std::uint64_t offset) {
  return tl::unexpected(
      Fault{std::string(detail), Error{Errc::malformed, std::move(what), offset}});
}

tl::unexpected<Fault> broken_stream(Error error) {
  return tl::unexpected(Fault{{}, std::move(error)});
}

PageResult complain(const PageRules& rules, OutputTray& tray, std::string what,
                    std::uint64_t offset) {
  if (rules.strictness == Strictness::device)
    return page_fault("ParameterError", std::move(what), offset);
  tray.warn_job(std::move(what));
  return {};
}

PageResult check_area(const PageRules& rules, OutputTray& tray, Area found, Dpi dpi,
                      std::uint64_t offset) {
  const Area wanted = print_area(rules.side.width, rules.side.height, rules.side.margins, dpi);
  if (found == wanted) return {};
  return complain(rules, tray,
                  "the page is " + std::to_string(found.width) + " x " +
                      std::to_string(found.height) + " pixels, the printable area of " +
                      rules.side.medium + " at " + std::to_string(dpi.v) + " dpi is " +
                      std::to_string(wanted.width) + " x " + std::to_string(wanted.height),
                  offset);
}

} // namespace platen::twin::ivec
