#pragma once

#include <chrono>
#include <cstddef>

// The bounds of asking devices how they are (device/poller.h), beside those of limits.h.
namespace platen::limits {

inline constexpr std::chrono::milliseconds status_read{5'000}; // one channel's whole answer
inline constexpr std::chrono::milliseconds snmp_answer{1'000}; // then the question is repeated
inline constexpr std::size_t snmp_variables = 4'096;           // of one walk
inline constexpr std::chrono::seconds status_interval{30}; // between readings of a device at rest
inline constexpr std::chrono::seconds status_interval_printing{10};
inline constexpr std::chrono::seconds status_last_retry{
    600};                                              // a channel that fails: doubled up to this
inline constexpr std::chrono::seconds status_age{120}; // older, a channel's word no longer counts
inline constexpr std::size_t status_supplies = 64, status_trays = 32, status_reasons = 64;
inline constexpr std::size_t status_document_bytes = std::size_t{1}
                                                     << 20; // one IVEC document by HTTP or SNMP
inline constexpr std::chrono::milliseconds pjl_answer{
    2'000}; // a job that comes meanwhile waits for it
inline constexpr std::size_t pjl_answer_bytes = 16'384;
inline constexpr std::chrono::milliseconds lpd_answer{2'000}; // to one question for the queue
inline constexpr std::size_t lpd_answer_bytes = 65'536;
inline constexpr std::chrono::milliseconds probe_of_new_printer{
    2'500}; // whoever adds one waits for it
inline constexpr std::size_t identity_words = 16; // serial numbers, addresses, UUIDs of one device
inline constexpr std::chrono::milliseconds identity_read{1'500}; // a job waits for it
inline constexpr std::chrono::milliseconds search{2'500};        // for devices around
inline constexpr std::size_t search_answers = 64;                // of one way of searching

} // namespace platen::limits
