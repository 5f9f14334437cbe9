FROM scratch
COPY root /
ENV PATH=/bin
USER 65534:65534
EXPOSE 8080
# The simulated engine, where nothing else is said. In a container it serves every address.
ENTRYPOINT ["/bin/node", "/opt/engine-double/main.js", "--host", "0.0.0.0", "--port", "8080", "--model", "tidegate/double"]
