# PySocks 1.7.1 on Python 3.11 (Debian 12), without a proxy
# mode.set-after-close
# prints: 1
# should: OSError (EBADF)
# settimeout drops every OSError, taking it for that of a socket that is not connected yet.
import socks

opened = socks.socksocket()
opened.close()
opened.settimeout(1)
print(opened.gettimeout())
