#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// The bounds of deliveries; docs/limits.md explains them to users.
namespace platen::scan::limits {

inline constexpr std::size_t delivery_files = 10'000;        // of one delivery
inline constexpr std::size_t delivery_recipients = 200;      // of one destination
inline constexpr std::size_t delivery_text_bytes = 1U << 20; // of one text of a request
inline constexpr std::size_t delivery_words = 600;           // bytes that people read of an end
inline constexpr std::size_t delivery_names = 1'000;         // "NAME (2)" and so on that are tried
inline constexpr std::size_t report_bytes = 64U << 10;       // one word of the helper
inline constexpr std::size_t report_arrivals = delivery_files * 4;
// Base64 makes four bytes of three; what mail systems take at least nowadays.
inline constexpr std::uint64_t mail_bytes = 20'000'000;
inline constexpr std::chrono::seconds connect{30};
// What the helper may be silent beyond its patience with the other side: the look-up of a name and
// connecting come before, the end behind.
inline constexpr std::chrono::seconds helper_silence{60};
// A mail server may be silent for so many times longer than others: RFC 5321, section 4.5.3.2, asks
// for 5 to 10 minutes where the usual patience is 2.
inline constexpr int mail_patience = 5;
inline constexpr std::uint64_t helper_memory_bytes = 1ULL << 30; // address space
inline constexpr std::chrono::seconds helper_cpu{1'800};
inline constexpr std::chrono::hours helper_time{6}; // one try in all

// The queue.
inline constexpr std::chrono::seconds first_pause{60}, longest_pause{3'600};
inline constexpr std::chrono::hours give_up{72};
inline constexpr std::size_t deliveries_at_once = 4;
inline constexpr std::size_t secret_bytes = 64U << 10, secret_count = 1'000;

} // namespace platen::scan::limits
