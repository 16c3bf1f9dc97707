#pragma once

#include "job/store.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace platen::server {

// A store with one printer, a copier, in a folder of its own.
class OnePrinter : public ::testing::Test {
protected:
  OnePrinter(std::string device_uri, std::vector<std::string> identity) {
    std::string name = (std::filesystem::temp_directory_path() / "platen-copier-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    job::StoreOptions options;
    options.folder = folder_ / "state";
    store_ = *job::open_sqlite_store(std::move(options));
    job::Printer printer;
    printer.name = "copier";
    printer.model = "canon-ir1024";
    printer.device_uri = std::move(device_uri);
    printer.device_identity = std::move(identity);
    printer_ =
        *job::wait<job::Printer>([&](auto done) { store_->add_printer(printer, std::move(done)); });
  }
  ~OnePrinter() override {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::unique_ptr<job::Store> store_;
  job::Printer printer_;

private:
  std::filesystem::path folder_;
};

} // namespace platen::server
