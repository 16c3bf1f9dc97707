#pragma once

#include <chrono>
#include <cstdint>

// Every bound on what comes from outside, in one place. docs/limits.md explains each to users.
namespace platen::limits {

inline constexpr std::uint64_t document_bytes = 4ULL << 30;
inline constexpr std::int32_t document_pages = 20'000;
inline constexpr std::int32_t picture_side_px = 65'500;           // libjpeg's own bound is 65,500
inline constexpr std::int64_t picture_pixels = 1'000'000'000;     // 1 Gpx, a 31,600 x 31,600 picture
inline constexpr std::int64_t sheet_pixels = 1'200'000'000;       // one sheet side at device resolution
inline constexpr std::uint64_t icc_profile_bytes = 16ULL << 20;
inline constexpr std::uint64_t text_bytes = 64ULL << 20;
inline constexpr std::uint64_t worker_memory_bytes = 1536ULL << 20; // address space of one worker
inline constexpr std::chrono::seconds worker_cpu{300};             // processor time of one worker
inline constexpr std::chrono::seconds page_stall{120};             // no byte from a worker for so long
inline constexpr std::chrono::milliseconds connect{10'000};
inline constexpr std::chrono::milliseconds device_stall{60'000};   // the device takes no byte for so long
inline constexpr std::chrono::milliseconds device_answer{3'000};   // an answer that a device need not give
// A server waits longer: a printer that wants paper goes on where it was when it gets some.
inline constexpr std::chrono::milliseconds server_stall{3'600'000};
inline constexpr std::int32_t tries_of_a_lost_job = 5;       // the device was lost in the midst of it
inline constexpr std::int32_t tries_without_resources = 5;   // no disk, memory or process to draw it with
inline constexpr std::int32_t copies = 999;
inline constexpr std::size_t ipp_bytes = 1U << 20; // the attributes of one IPP request
inline constexpr int ipp_nesting = 8;              // collections within collections of an IPP message

} // namespace platen::limits
