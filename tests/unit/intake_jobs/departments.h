#pragma once

#include "unit/intake_jobs/desk.h"

#include <string>

#include <gtest/gtest.h>

// Departments of the printer "office", for tests.
namespace platen::intake::ipp::test {

// Department 4711 with the PIN 12345 and 20 sheets a month, 7 without a PIN, which is carla's.
inline void write_book(const Desk& desk) {
  auth::AccountBook book;
  book.departments["4711"] = {"Sales", auth::Allowance{20, {}, auth::Allowance::Period::month},
                              auth::hash_password("12345").value()};
  book.departments["7"] = {};
  book.users["carla"] = {"4711", {}};
  ASSERT_TRUE(auth::write_accounts(desk.folder / "accounts", book));
}

inline void want_departments(const Desk& desk, const std::string& word) {
  ASSERT_TRUE(job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [word](job::Printer& printer) -> Result<void> {
          printer.departments = word;
          return {};
        },
        std::move(done));
  }));
}

inline Request print_request(const char* account, const std::string& user = "anna",
                             ipp_op_t operation = IPP_OP_PRINT_JOB, bool strict = false) {
  Request request(operation, "office", user);
  if (strict) request.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true);
  if (account != nullptr) request.name(IPP_TAG_JOB, "job-account-id", account);
  return request;
}

inline Message print(Desk& desk, const char* account, const std::string& user = "anna") {
  return desk.ask(print_request(account, user), "%PDF");
}

inline Message validate(Desk& desk, const char* account) {
  return desk.ask(print_request(account, "anna", IPP_OP_VALIDATE_JOB));
}

} // namespace platen::intake::ipp::test
