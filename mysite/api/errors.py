"""Error responses of the API: JSON, also for requests that are refused before a view runs."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

API_PATH = "/api/"


def is_api_request(request: HttpRequest) -> bool:
    return request.path.startswith(API_PATH)


def error_response(message: str, status: HTTPStatus) -> JsonResponse:
    """Return the error in the format of Wagtail's API, readable by scripts of any site."""
    return JsonResponse({"message": message}, status=status, headers={"Access-Control-Allow-Origin": "*"})
