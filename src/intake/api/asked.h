#pragma once

#include "intake/api/body.h"
#include "intake/api/print_routes.h"

#include <string>

// What the operations on printers and jobs have in common.
namespace platen::intake::api {

inline constexpr const char* test_page = "test-page"; // a maintenance of every printer

// A request to the printer that the path names. Errc::not_found where no printer could have that
// name: it goes into a URI.
Result<platen::ipp::Message> printer_request(const PrintServices& services, const Call& call,
                                             ipp_op_t operation);
Result<void> check_printer_name(const std::string& name);
// All that Get-Printer-Attributes says of a printer.
Result<platen::ipp::Message> all_of_printer(const PrintServices& services, const Call& call,
                                            const std::string& printer);

// The job that the path names. Errc::not_found: no job has such a number.
Result<std::int32_t> job_number(const Call& call);
Result<platen::ipp::Message> job_request(const PrintServices& services, const Call& call,
                                         ipp_op_t operation);
// Some attributes of that job.
Result<platen::ipp::Message> ask_job(const PrintServices& services, const Call& call,
                                     const std::vector<const char*>& names);

// The last name of a job-printer-uri.
std::string printer_of(const platen::ipp::Record& job);

// 201 {"job-id": ...} of an answer that made a job.
Result<http::Response> job_made(const platen::ipp::Message& answer);

} // namespace platen::intake::api
