#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// What all requests under way may hold together; the bounds of each stand in base/limits.h.
// docs/limits.md explains them to users.
namespace platen::limits {

// The attributes of IPP requests: the first bytes of each always find room (of 4,000 connections 64
// MiB, and nobody can take them from others), what is beyond them comes out of one total.
inline constexpr std::size_t ipp_free_bytes = 16 << 10;
inline constexpr std::size_t ipp_bytes_of_all = 32U << 20;

// Scanning by eSCL. A page is not kept: between the device and its client there is this much of it.
inline constexpr std::size_t escl_stream_bytes = 1U << 20;
// A client that neither asks for its next page nor takes what it is sent for so long loses its job.
inline constexpr std::chrono::milliseconds escl_client{60'000};
// Then a client that waits for a page is told to ask again: some give up after 15 s.
inline constexpr std::chrono::milliseconds escl_first_byte{10'000};
inline constexpr std::chrono::milliseconds escl_turn{1'000}; // waiting for somebody else's scan
inline constexpr std::size_t escl_jobs = 64;                 // under way
inline constexpr std::size_t escl_jobs_of_client = 8;        // of them, of one address
inline constexpr std::size_t escl_jobs_kept = 20;            // ended, for each scanner
inline constexpr std::size_t escl_waiting = 100;             // requests that wait for one scanner

// Printing by REST: documents that no job was made of yet, of one user or address and in all.
inline constexpr std::size_t uploads_of_caller = 200, uploads = 2'000;
inline constexpr std::uint64_t upload_bytes_of_caller = std::uint64_t{8} << 30;
inline constexpr std::chrono::seconds upload_kept{3'600}; // after its last use
inline constexpr std::int32_t searched_jobs = 5'000;      // looked at by one search

// Raw ports and LPD: connections in all and of one address. Each has a thread.
inline constexpr std::size_t inbox_connections = 64;
inline constexpr std::size_t inbox_connections_of_address = 16;
// LPD: a line, a control file, data files of one job, and queries for jobs by one request.
inline constexpr std::size_t lpd_line_bytes = 1024;
inline constexpr std::size_t lpd_control_bytes = 64 << 10;
inline constexpr std::size_t lpd_data_files = 100;

// Streams of events: in all, and changes that one has not been told.
inline constexpr std::size_t event_streams = 2'000;
inline constexpr std::size_t events_untold = 256;
inline constexpr std::chrono::minutes event_stream{30}; // then the client comes again

} // namespace platen::limits
