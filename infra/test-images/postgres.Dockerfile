FROM scratch
COPY root /
COPY --chown=65534:65534 var /var
ENV PATH=/opt/postgres/bin:/bin PGDATA=/var/postgres/data
USER 65534:65534
EXPOSE 5432
# Fast shutdown: do not wait for clients.
STOPSIGNAL SIGINT
ENTRYPOINT ["/bin/sh", "/entrypoint.sh"]
CMD ["postgres"]
