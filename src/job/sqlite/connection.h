#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

namespace platen::job::sqlite {

// One connection to the database file, with the statements that it has prepared. One thread at a
// time.
class Connection {
public:
  // `look` changes nothing, not even the log of a server that was killed; without a log it expects
  // that nobody writes. `salvage` reads a damaged file as far as it goes.
  enum class Access : std::uint8_t { read, write, look, salvage };
  // Writing makes the file when it is missing.
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& path, Access access);

  // While it is not kept, closing copies the log into the file and removes it.
  void keep_log(bool keep);
  Result<void> use_write_ahead_log();    // of the one connection that writes, once the file is ours
  Result<void> execute(const char* sql); // one or more statements without values or answers
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  std::int64_t changes() const { return sqlite3_total_changes64(handle_.get()); }
  sqlite3* handle() const { return handle_.get(); }
  // What went wrong last, in words.
  Failure failure(int code) const;

private:
  friend class Query;
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Connection(sqlite3* handle, std::filesystem::path path)
      : handle_(handle), path_(std::move(path)) {}
  sqlite3_stmt* prepared(const char* sql); // null: failure(error code) says why

  std::unique_ptr<sqlite3, Close> handle_;
  std::filesystem::path path_;
  // By the address of the text, which is a literal.
  std::unordered_map<const void*, Statement> statements_;
};

// One run of a statement. The text must be a literal; texts and bytes that are bound must outlive
// the query; what a column gives is valid until the next row.
class Query {
public:
  template<class... Values>
  Query(Connection& connection, const char* sql, const Values&... values)
      : connection_(connection), statement_(connection.prepared(sql)) {
    int position = 0;
    (bind(++position, values), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  Result<bool> next(); // true: there is a row
  Result<void> run();  // to the end

  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) const { return as_text(bytes(column)); }
  Bytes bytes(int column) const;
  // Binds what a column of another query's row holds, whatever it is.
  void bind_column(int position, const Query& row, int column);
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

private:
  void bind(int position, std::int64_t value);
  void bind(int position, std::string_view value);
  void bind(int position, Bytes value);
  void bind(int position, std::nullptr_t);
  void note(int code) {
    if (code != SQLITE_OK) code_ = code;
  }

  Connection& connection_;
  sqlite3_stmt* statement_;
  int code_ = SQLITE_OK; // of the first binding that failed
};

} // namespace platen::job::sqlite
