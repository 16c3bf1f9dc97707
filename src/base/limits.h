#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every bound on what comes from outside, in one place. docs/limits.md explains each to users.
namespace platen::limits {

inline constexpr std::uint64_t document_bytes = 4ULL << 30;
inline constexpr std::int32_t document_pages = 20'000;
inline constexpr std::int32_t picture_side_px = 65'500;       // libjpeg's own bound is 65,500
inline constexpr std::int64_t picture_pixels = 1'000'000'000; // 1 Gpx, a 31,600 x 31,600 picture
inline constexpr std::int64_t sheet_pixels = 1'200'000'000;   // one sheet side at device resolution
// A picture's own pixels to the inch on paper: fewer than these show, fewer than those are no picture.
inline constexpr double picture_ppi_warned = 72;
inline constexpr double picture_ppi_refused = 5;
inline constexpr std::int32_t sheet_cells = 1'000;             // pictures on one contact sheet
inline constexpr std::size_t package_prints = 100;             // prints of one picture in a package
inline constexpr std::int32_t preview_edge = 8'000;            // pixels of a preview's longer edge
inline constexpr std::int64_t preview_pixels = 64'000'000;     // of a part in device pixels
inline constexpr std::uint64_t icc_profile_bytes = 16ULL << 20;
inline constexpr std::size_t library_entries = 500;              // papers, profiles and recipes, of each kind
inline constexpr std::uint64_t library_file_bytes = 256ULL << 20; // an export of them, profiles included
inline constexpr std::uint64_t text_bytes = 64ULL << 20;
inline constexpr std::uint64_t worker_memory_bytes = 1536ULL << 20; // address space of one worker
inline constexpr std::chrono::seconds worker_cpu{300};              // processor time of one worker
inline constexpr std::chrono::seconds page_stall{120}; // no byte from a worker for so long
inline constexpr std::chrono::seconds page_wait{1'800}; // for all bytes of one page, waits added up
// Of a set that is printed several times, in memory; the rest is on disk.
inline constexpr std::uint64_t kept_sides_bytes = 64ULL << 20;
inline constexpr std::chrono::milliseconds connect{10'000};
inline constexpr std::chrono::milliseconds device_stall{60'000};   // the device takes no byte for so long
inline constexpr std::chrono::milliseconds device_answer{3'000};   // an answer that a device need not give
inline constexpr std::uint64_t lpd_job_bytes = 16ULL << 30; // on disk until the line printer daemon has it
// A server waits longer: a printer that wants paper goes on where it was when it gets some.
inline constexpr std::chrono::milliseconds server_stall{3'600'000};
// From a job's cancelling: how long the side that is being sent may still take, so that the device can
// be told in its own words; then all of it, after which the connection is cut.
inline constexpr std::chrono::milliseconds cancelled_side{300};
inline constexpr std::chrono::milliseconds cancelled_end{500};
inline constexpr std::int32_t tries_of_a_lost_job = 5;       // the device was lost in the midst of it
inline constexpr std::int32_t tries_without_resources = 5;   // no disk, memory or process to draw it with
inline constexpr std::int32_t copies = 999;
inline constexpr std::size_t job_documents = 1'000; // documents of one job
inline constexpr std::int32_t listed_jobs = 10'000;   // jobs in one answer; clients page with first-index
inline constexpr std::size_t ipp_bytes = 1U << 20; // the attributes of one IPP request
// A compressed document may grow by this factor, and by this much whatever its size.
inline constexpr std::uint64_t inflate_ratio = 200;
inline constexpr std::uint64_t inflate_bytes = 64ULL << 20;
inline constexpr int ipp_nesting = 8;              // collections within collections of an IPP message

// The HTTP server; the configuration may change those that stand in http::Limits.
inline constexpr std::size_t http_header_bytes = 16 << 10; // request line and fields together
inline constexpr std::size_t http_header_fields = 128;
inline constexpr std::size_t http_line_bytes = 8 << 10;
inline constexpr std::size_t http_piece_bytes = 64 << 10; // the most that a handler gets at once
inline constexpr std::size_t http_connections = 4'000;
// Behind one address there may be a house of phones (a router with NAT) with a few connections each; sixteen
// such addresses still cannot have all.
inline constexpr std::size_t http_connections_per_address = 256;
inline constexpr std::size_t http_refused_connections =
    64; // told that there are too many, at a time
inline constexpr std::chrono::seconds http_retry{10}; // when who was refused may try again
inline constexpr std::chrono::milliseconds http_header{10'000};
// Of a body, 19,200 bytes in each 300 s. A client may be drawing while it sends (the filters of CUPS, Windows,
// macOS), and then is silent for as long as a page takes it: it gets the time that our own renderers get for a
// document (worker_cpu; cupsd waits for 900 s). One page of text in 600 dpi raster is some 100 kB, a fifth of which
// would do; only a run of blank pages, which are about 1 kB, could be slower, and those take no time to draw.
inline constexpr std::uint64_t http_body_rate = 64; // bytes per second
inline constexpr std::chrono::milliseconds http_body_window{300'000};
// The server itself did not get round to its clients for so long: no deadline that passed meanwhile counts.
inline constexpr std::chrono::milliseconds http_held_up{1'000};
inline constexpr std::chrono::milliseconds http_idle{60'000};
inline constexpr std::chrono::milliseconds http_write_stall{30'000};
inline constexpr std::chrono::milliseconds http_stop{5'000}; // answers under way when stop() comes
inline constexpr std::uint64_t http_drain_bytes =
    256 << 10; // of an unwanted body, to keep a connection
inline constexpr std::uint64_t http_linger_bytes = 4 << 20; // read and dropped before closing
inline constexpr std::chrono::milliseconds http_linger{2'000};

} // namespace platen::limits
