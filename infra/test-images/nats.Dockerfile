FROM scratch
COPY root /
EXPOSE 4222
ENTRYPOINT ["/nats-server"]
