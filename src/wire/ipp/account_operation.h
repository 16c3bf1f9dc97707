#pragma once

#include <cstdint>

#include <cups/ipp.h>

// Platen's own operation on the account of what was printed; docs/protocols/ipp.md describes it.
namespace platen::ipp {

inline constexpr auto get_account_operation = static_cast<ipp_op_t>(0x5005);
// Entries of one answer at most, which is some 200 kB then.
inline constexpr std::int32_t account_entries_at_once = 500;

} // namespace platen::ipp
