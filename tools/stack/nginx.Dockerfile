# Stands in for the image “nginx”: Debian's package with the parts of that image's entrypoint that the Dockerfile uses.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
RUN apt-get update --quiet=2 && apt-get install --quiet=2 --no-install-recommends nginx-light gettext-base curl \
 && install -d /docker-entrypoint.d /etc/nginx/templates && chmod -R a+rX /var/log/nginx
COPY nginx-entrypoint.sh 20-envsubst-on-templates.sh /
RUN mv /20-envsubst-on-templates.sh /docker-entrypoint.d/ && chmod 755 /nginx-entrypoint.sh /docker-entrypoint.d/*
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/nginx-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
