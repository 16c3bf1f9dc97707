#pragma once

// PLATEN_SANITIZED: whether this is built with the address or the thread sanitizer. g++ tells it by
// macros, clang by features.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PLATEN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PLATEN_SANITIZED 1
#endif
#endif
#if !defined(PLATEN_SANITIZED)
#define PLATEN_SANITIZED 0
#endif
