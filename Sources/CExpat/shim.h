#ifndef MARTLET_CEXPAT_SHIM_H
#define MARTLET_CEXPAT_SHIM_H

#include <expat.h>
#include <string.h>

/* In expat since 2.6 and in the security updates of older ones (Debian 12's 2.5); weak, so that an
 * expat without it can be linked too. */
XML_Bool XML_SetReparseDeferralEnabled(XML_Parser parser, XML_Bool enabled) __attribute__((weak));

/* Whether expat may put off parsing a token that was incomplete when it last looked. An expat that
 * does not know the question never puts it off. */
static inline void expat_allow_deferral(XML_Parser parser, int allowed) {
  if (XML_SetReparseDeferralEnabled) {
    XML_SetReparseDeferralEnabled(parser, allowed ? XML_TRUE : XML_FALSE);
  }
}

/* Swift's own imports are kept to this module, so the two libc calls of the hot path go with it. */
static inline size_t expat_length(const XML_Char *text) { return strlen(text); }

static inline int expat_same(const void *a, const void *b, size_t count) {
  return memcmp(a, b, count) == 0;
}

static inline int expat_contains(const void *bytes, int byte, size_t count) {
  return memchr(bytes, byte, count) != NULL;
}

#endif
