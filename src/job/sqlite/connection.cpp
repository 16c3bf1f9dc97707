#include "job/sqlite/connection.h"

#include <unistd.h>

namespace platen::job::sqlite {
namespace {

// Only another program that looks into the file can hold it; we wait for it, then say so.
constexpr int busy_ms = 5'000;

constexpr const char* settings = "PRAGMA foreign_keys = OFF;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA trusted_schema = OFF;"
                                 // Zeroes what is deleted where that costs no write of its own.
                                 "PRAGMA secure_delete = FAST;";
constexpr const char* writer_settings =
    "PRAGMA synchronous = FULL;"     // every commit is synced
    "PRAGMA wal_autocheckpoint = 0;" // Writer::checkpoint() does it
    "PRAGMA cache_size = -16384;";   // KiB
constexpr const char* reader_settings = "PRAGMA query_only = ON;"
                                        "PRAGMA cache_size = -4096;";

// A file that is shorter than it says is only read with writable_schema.
constexpr const char* salvage_settings = "PRAGMA writable_schema = ON;"
                                         "PRAGMA cell_size_check = ON;"
                                         "PRAGMA query_only = ON;";

int flags_of(Connection::Access access) {
  using enum Connection::Access;
  if (access == look) return SQLITE_OPEN_READONLY;
  // Readers need to write into the index of the write-ahead log; query_only holds them to that.
  return access == write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
}

bool has_log(const std::filesystem::path& path) {
  return ::access((path.string() + "-wal").c_str(), F_OK) == 0;
}

// SQLite makes a log and its index to read a file that is written with them; without a log there is
// nothing in it to read.
std::string as_unchanging(const std::filesystem::path& path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name = "file:";
  for (const char c : path.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '%' && c != '?' && c != '#')
      name += c;
    else
      (name += '%').append({digits[byte >> 4], digits[byte & 15]});
  }
  return name + "?immutable=1";
}

const char* settings_of(Connection::Access access) {
  using enum Connection::Access;
  if (access == write) return writer_settings;
  return access == salvage ? salvage_settings : reader_settings;
}

Errc kind_of(int code) {
  switch (code & 0xff) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return Errc::malformed;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return Errc::busy;
  case SQLITE_ERROR:
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH:
  case SQLITE_MISUSE:
  case SQLITE_RANGE:
    return Errc::bug;
  default:
    return Errc::io;
  }
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& path,
                                                     Access access) {
  sqlite3* handle = nullptr;
  const bool unchanging = access == Access::look && !has_log(path);
  const std::string name = unchanging ? as_unchanging(path) : path.string();
  const int uri = unchanging ? SQLITE_OPEN_URI : 0;
  const int code =
      sqlite3_open_v2(name.c_str(), &handle, flags_of(access) | SQLITE_OPEN_NOMUTEX | uri, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle, path));
  if (code != SQLITE_OK) return connection->failure(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, busy_ms);
  if (access == Access::look || access == Access::salvage) connection->keep_log(true);
  if (access != Access::salvage) TRY_VOID(connection->execute(settings));
  TRY_VOID(connection->execute(settings_of(access)));
  return connection;
}

void Connection::keep_log(bool keep) {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

Result<void> Connection::use_write_ahead_log() {
  Query query(*this, "PRAGMA journal_mode = WAL");
  TRY(const bool row, query.next());
  if (row && query.text(0) == "wal") return {};
  return fail(Errc::unsupported, "the job store " + path_.string() +
                                     ": the file system cannot hold a write-ahead log");
}

Result<void> Connection::execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

Failure Connection::failure(int code) const {
  std::string what = "the job store " + path_.string() + ": " +
                     (handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
  // SQLite's own words leave out what the operating system said.
  const int system = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
  if ((code & 0xff) == SQLITE_IOERR && system != 0)
    what += " (error number " + std::to_string(system) + ")";
  return fail(kind_of(code), std::move(what));
}

sqlite3_stmt* Connection::prepared(const char* sql) {
  if (const auto known = statements_.find(sql); known != statements_.end())
    return known->second.get();
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK)
    return nullptr;
  statements_.emplace(sql, Statement(statement));
  return statement;
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Result<bool> Query::next() {
  if (statement_ == nullptr || code_ != SQLITE_OK)
    return connection_.failure(statement_ == nullptr ? sqlite3_errcode(connection_.handle())
                                                     : code_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_.failure(code);
}

Result<void> Query::run() {
  for (;;) {
    TRY(const bool row, next());
    if (!row) return {};
  }
}

Bytes Query::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return {static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
}

void Query::bind_column(int position, const Query& row, int column) {
  if (statement_ != nullptr)
    note(sqlite3_bind_value(statement_, position, sqlite3_column_value(row.statement_, column)));
}

void Query::bind(int position, std::int64_t value) {
  if (statement_ != nullptr) note(sqlite3_bind_int64(statement_, position, value));
}

void Query::bind(int position, std::string_view value) {
  if (statement_ != nullptr)
    note(sqlite3_bind_text64(statement_, position, value.data() == nullptr ? "" : value.data(),
                             value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind(int position, Bytes value) {
  if (statement_ == nullptr) return;
  // A null pointer would bind NULL, not no bytes.
  note(value.empty()
           ? sqlite3_bind_zeroblob(statement_, position, 0)
           : sqlite3_bind_blob64(statement_, position, value.data(), value.size(), SQLITE_STATIC));
}

void Query::bind(int position, std::nullptr_t) {
  if (statement_ != nullptr) note(sqlite3_bind_null(statement_, position));
}

} // namespace platen::job::sqlite
