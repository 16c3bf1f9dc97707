#pragma once

#include "doctor/facts.h"
#include "doctor/finding.h"

#include <vector>

// From facts to findings, one file a group. They ask nobody and change nothing.
namespace platen::doctor {

using Findings = std::vector<Finding>;

inline constexpr std::int64_t disk_full_bytes = 64LL << 20, disk_low_bytes = 1LL << 30;
inline constexpr std::int64_t clock_tolerance_s = 120;
inline constexpr std::int64_t certificate_notice_s = 14 * 86'400;
inline constexpr std::int64_t stuck_after_s = 600, failed_lately_s = 86'400;
inline constexpr int low_percent = 10;
inline constexpr std::int32_t stuck_attempts = 3;

Findings check_client(const ClientFacts& facts);
Findings check_machine(const MachineFacts& facts);
Findings check_network(const NetworkFacts& facts);
Findings check_device(const PrinterFacts& facts, std::span<const model::Model> models);
Findings check_supplies(const PrinterFacts& facts);
Findings check_paper(const PrinterFacts& facts);
Findings check_queue(const PrinterFacts& facts);
Findings check_jobs(const std::vector<JobFacts>& jobs, std::int64_t now);
Findings check_library(const LibraryFacts& facts);

// All of one printer; "printer-ready" where nothing is worse than a note.
Findings check_printer(const PrinterFacts& facts, std::span<const model::Model> models);
// Those of a file's mode, and of a certificate, which command and server have in common.
void check_modes(const FileMode& users, const std::vector<FileMode>& secrets, Findings& into);
void check_certificate(const CertificateFact& fact, const std::string& subject, std::int64_t now,
                       Findings& into);

// The size that is loaded and that a printer could have as its default; empty: none is known.
std::string loaded_size(const PrinterFacts& facts);
// The model that the device says it is, and the language that it has; empty: neither.
std::string fitting_model(const PrinterFacts& facts, std::span<const model::Model> models);
std::string fitting_language(const PrinterFacts& facts);

std::string date_of(std::int64_t time);   // "2026-03-01", in UTC
std::string moment_of(std::int64_t time); // "2026-03-01 14:05 UTC"

} // namespace platen::doctor
