#include "worker/messages.h"

#include "base/file.h"

namespace platen::worker {

using render::MessageKind;

Result<void> send(MessageKind kind, Bytes payload) {
  EXPECTS(payload.size() <= render::most_message_bytes);
  TRY_VOID(write_all(render::output_fd,
                     render::encode_head({kind, static_cast<std::uint32_t>(payload.size())})));
  return write_all(render::output_fd, payload);
}

Result<void> send_failure(const Error& error) {
  return send(MessageKind::failure, render::encode_failure(error));
}

Result<void> send_rows(ConstBand rows) {
  const std::size_t total = rows.row_bytes() * static_cast<std::size_t>(rows.rows().count);
  EXPECTS(total <= render::most_message_bytes);
  TRY_VOID(write_all(render::output_fd,
                     render::encode_head({MessageKind::rows, static_cast<std::uint32_t>(total)})));
  if (rows.stride() == rows.row_bytes())
    return write_all(render::output_fd, Bytes(rows.base(), total));
  for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
    TRY_VOID(write_all(render::output_fd, rows.row(y)));
  return {};
}

} // namespace platen::worker
