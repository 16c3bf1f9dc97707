#pragma once

#include "wire/ipp/records.h"

#include <array>

// The keys of listings, the same on the command line (--json) and in the REST interface.
namespace platen::ipp {

inline constexpr std::array printer_fields{Field{"printer-name"},
                                           Field{"printer-info"},
                                           Field{"printer-location"},
                                           Field{"printer-make-and-model"},
                                           Field{"printer-state"},
                                           Field{"printer-state-reasons", true},
                                           Field{"printer-state-message"},
                                           Field{"printer-is-accepting-jobs"},
                                           Field{"queued-job-count"},
                                           Field{"device-uri"},
                                           Field{"platen-device-identity", true},
                                           Field{"printer-id"},
                                           Field{"printer-uuid"},
                                           Field{"printer-uri-supported", true}};

inline constexpr std::array status_fields{Field{"printer-name"},
                                          Field{"printer-info"},
                                          Field{"printer-location"},
                                          Field{"printer-make-and-model"},
                                          Field{"printer-state"},
                                          Field{"printer-state-reasons", true},
                                          Field{"printer-state-message"},
                                          Field{"printer-alert-description", true},
                                          Field{"printer-is-accepting-jobs"},
                                          Field{"queued-job-count"},
                                          Field{"printer-state-change-date-time"},
                                          Field{"printer-up-time"},
                                          Field{"media-ready", true},
                                          Field{"printer-impressions-completed"},
                                          Field{"device-uri"},
                                          Field{"platen-device-identity", true},
                                          Field{"printer-uuid"},
                                          Field{"printer-uri-supported", true}};

inline constexpr std::array job_fields{Field{"job-id"},
                                       Field{"job-name"},
                                       Field{"job-state"},
                                       Field{"job-state-reasons", true},
                                       Field{"job-state-message"},
                                       Field{"job-detailed-status-messages", true},
                                       Field{"job-originating-user-name"},
                                       Field{"job-printer-uri"},
                                       Field{"job-priority"},
                                       Field{"job-hold-until"},
                                       Field{"copies"},
                                       Field{"number-of-documents"},
                                       Field{"job-k-octets"},
                                       Field{"job-impressions"},
                                       Field{"job-impressions-completed"},
                                       Field{"job-media-sheets-completed"},
                                       Field{"date-time-at-creation"},
                                       Field{"date-time-at-processing"},
                                       Field{"date-time-at-completed"},
                                       Field{"job-uri"},
                                       Field{"job-uuid"}};

template<std::size_t count>
std::vector<const char*> names_of(const std::array<Field, count>& fields) {
  std::vector<const char*> names;
  for (const Field& field : fields)
    names.push_back(field.name);
  return names;
}

} // namespace platen::ipp
